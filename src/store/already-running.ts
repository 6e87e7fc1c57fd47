/** Another process has these data open. The message says what to do. */
export class AlreadyRunning extends Error {}
