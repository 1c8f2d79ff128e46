/** Calls of op_db that vmap answers otherwise than Python, with the reason. Each is asserted to fail still. */
export const KNOWN_VMAP: Record<string, string> = {}
