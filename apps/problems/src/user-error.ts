/** An error of the user's making: shown as its one sentence of what happened and what to do, without a stack. */
export class UserError extends Error {}
