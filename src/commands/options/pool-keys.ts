/** The variable with the secret half of a pool's key: an argument would stand in the list of processes. */
export const poolKeyVariable = "IDENTIKIT_POOL_KEY";
/** The variable with the public keys of tickets. */
export const ticketKeyVariable = "IDENTIKIT_TICKET_KEY";
