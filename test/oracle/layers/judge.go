package main

import "slices"

const flattener = "go-containerregistry"

// judge has every engine show a case, or whoever is asked.
func judge(p *place, each *imageCase) *answer {
	defer p.freeFifos()()
	result := &answer{Number: each.Number, Oracles: map[string]outcome{}, States: []*state{}}
	switch {
	case each.Root != "":
		found, err := look(p, each.Root, each)
		result.add("root", found, err)
	case each.Relative > 0:
		err := makeRelative(each)
		var found *state
		if err == nil {
			found, err = showFlattened(p, each)
		}
		result.add(flattener, found, err)
	default:
		judgeAll(p, each, result)
	}
	return result
}

func judgeAll(p *place, each *imageCase, result *answer) {
	for at := range projects {
		project := &projects[at]
		archives, err := archivesOf(each, project)
		if project.judges {
			unreadable := err
			if unreadable == nil {
				unreadable = readAll(archives)
			}
			if unreadable != nil {
				result.Unreadable = refusal(unreadable)
			}
		}
		if err == nil && project.records {
			err = record(archives)
		}
		for at := range project.engines {
			engine := &project.engines[at]
			var found *state
			unpacked := err
			if unpacked == nil {
				found, unpacked = engine.show(p, each, archives)
			}
			result.add(engine.name, found, unpacked)
		}
	}
	found, err := showFlattened(p, each)
	result.add(flattener, found, err)
}

// add puts down what an oracle came to; states that are the same are given once.
func (a *answer) add(name string, found *state, err error) {
	if err != nil {
		a.Oracles[name] = refusal(err)
		return
	}
	at := slices.IndexFunc(a.States, func(known *state) bool { return known.key() == found.key() })
	if at < 0 {
		at = len(a.States)
		a.States = append(a.States, found)
	}
	a.Oracles[name] = outcome{State: at}
}
