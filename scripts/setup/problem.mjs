// @ts-check
import { realpathSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** A failure that the user can mend: what happened, and what to do next. */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {string[]} next one step, or one alternative, per entry
   */
  constructor(message, next) {
    super(message)
    this.name = 'Problem'
    this.next = next
  }
}

/** @param {unknown} error @returns {string} */
export function describeProblem(error) {
  if (!(error instanceof Problem)) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const next = error.next.map((step) => `  - ${step.replaceAll('\n', '\n    ')}`)
  return [`torch-node: ${error.message}`, 'What to do next:', ...next].join('\n')
}

/**
 * Runs the main function of a script: a Problem ends it with its text instead of a stack.
 * @param {() => Promise<number | void>} main gives the exit code, 0 if none
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(describeProblem(error))
    process.exitCode = 1
  }
}

/**
 * Is this module the script that node was started with?
 * @param {string} url its import.meta.url
 */
export function isMain(url) {
  return process.argv[1] !== undefined && url === pathToFileURL(realpathSync(process.argv[1])).href
}
