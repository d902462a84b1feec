# The repository whose agents are meant: the example, in this checkout.
fleet := env("IDENTIKIT_ROOT", "examples/fleet")

# Recreates the containers of every agent, or of one, from the current image with freshly rendered env directories.
containers-rebuild *ARGS:
    npm run --silent identikit -- containers rebuild --root "{{fleet}}" {{ARGS}}
