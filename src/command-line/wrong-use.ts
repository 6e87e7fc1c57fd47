/** Wrong arguments on the command line: the message says which, and what is expected. */
export class WrongUse extends Error {}
