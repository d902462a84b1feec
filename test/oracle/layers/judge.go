package main

const flattener = "go-containerregistry"

// judge has every engine show a case; states that are the same are given once.
func judge(p *place, each *imageCase) *answer {
	defer p.freeFifos()()
	result := &answer{Number: each.Number, Oracles: map[string]outcome{}, States: []*state{}}
	known := map[string]int{}
	add := func(name string, found *state, err error) {
		if err != nil {
			result.Oracles[name] = refusal(err)
			return
		}
		at, isKnown := known[found.key()]
		if !isKnown {
			at = len(result.States)
			known[found.key()] = at
			result.States = append(result.States, found)
		}
		result.Oracles[name] = outcome{State: at}
	}
	if each.Root != "" {
		found, err := look(p, each.Root, each)
		add("root", found, err)
		return result
	}
	if each.Relative > 0 {
		err := makeRelative(each)
		var found *state
		if err == nil {
			found, err = showFlattened(p, each)
		}
		add(flattener, found, err)
		if err := p.clear(); err != nil {
			panic(err)
		}
		return result
	}
	for _, project := range projects {
		archives, err := archivesOf(each, project.open)
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
			add(engine.name, found, unpacked)
		}
	}
	found, err := showFlattened(p, each)
	add(flattener, found, err)
	if err := p.clear(); err != nil {
		panic(err)
	}
	return result
}
