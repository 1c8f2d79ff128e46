// @ts-check
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './progress.mjs'

// The holder renews its lock far more often than this.
const staleAfter = 60_000
const renewEvery = 10_000

/**
 * Runs `action` while no other process holds the same lock file.
 * @template T
 * @param {string} file @param {string} what it protects, for those who wait @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(file, what, action) {
  mkdirSync(dirname(file), { recursive: true })
  for (let waited = 0; !take(file); waited++) {
    if (waited === 0) say(`another process is busy with ${what}; waiting for it (${file})`)
    await sleep(250)
  }
  const renewal = setInterval(() => {
    const now = new Date()
    if (existsSync(file)) utimesSync(file, now, now)
  }, renewEvery)
  try {
    return await action()
  } finally {
    clearInterval(renewal)
    rmSync(file, { force: true })
  }
}

/** @param {string} file @returns {boolean} whether it is now ours */
function take(file) {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
  }
  if (isStale(file)) rmSync(file, { force: true })
  return false
}

/** @param {string} file */
function isStale(file) {
  try {
    const [pid, host] = readFileSync(file, 'utf8').split(' ')
    if (host === hostname() && !isAlive(Number(pid))) return true
    return Date.now() - statSync(file).mtimeMs > staleAfter
  } catch {
    return false // released meanwhile
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
