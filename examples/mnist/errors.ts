/** Something that the user can mend: shown as its message, without a stack. */
export class UserError extends Error {}
