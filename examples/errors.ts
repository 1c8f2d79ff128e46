/** Some examples show what goes wrong, too. */
import { print } from 'torch-node/builtins'

/** Prints the error that `action` ends with as the last line of Python's traceback does. */
export function printError(action: () => unknown): void {
  try {
    action()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    print(`${error.name}: ${error.message}`)
    return
  }
  throw new Error('This should have failed')
}
