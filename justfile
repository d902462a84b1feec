# Recreates the containers of every agent, or of one, from the current image with freshly rendered env directories.
containers-rebuild *NAME:
    npx identikit containers rebuild {{NAME}}
