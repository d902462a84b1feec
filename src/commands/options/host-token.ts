/** The variable that holds the token for the CI host: a token on a command line would stand in the list of processes. */
export const hostTokenVariable = "IDENTIKIT_HOST_TOKEN";
