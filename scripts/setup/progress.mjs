// @ts-check
const width = 24

/** One line of news about the set-up; on stderr, so that a program's own output stays clean. @param {string} text */
export function say(text) {
  process.stderr.write(`torch-node: ${text}\n`)
}

/** @param {number} bytes */
const megabytes = (bytes) => Math.round(bytes / 1e6).toString()

/**
 * Shows how far a transfer is: a bar on a terminal, a line every 10 s elsewhere (logs of CI).
 * @param {string} label @param {number} total bytes, 0 if unknown @param {number} [already] bytes from before
 */
export function startProgress(label, total, already = 0) {
  const terminal = process.stderr.isTTY
  const start = Date.now()
  let shown = terminal ? 0 : start
  /** @param {number} done */
  const text = (done) => {
    const rate = (done - already) / Math.max(0.001, (Date.now() - start) / 1000)
    const amount = `${megabytes(done)}${total ? `/${megabytes(total)}` : ''} MB, ${megabytes(rate)} MB/s`
    if (!total) return `${label}: ${amount}`
    const part = Math.min(1, done / total)
    const bar = '#'.repeat(Math.round(part * width)).padEnd(width, '.')
    return `${label} [${bar}] ${Math.floor(part * 100)} %, ${amount}`
  }
  return {
    /** @param {number} done */
    update(done) {
      if (Date.now() - shown < (terminal ? 100 : 10_000)) return
      shown = Date.now()
      if (terminal) process.stderr.write(`\r\x1b[K${text(done)}`)
      else say(text(done))
    },
    /** @param {number} done */
    end(done) {
      if (terminal) process.stderr.write(`\r\x1b[K${text(done)}\n`)
      else say(text(done))
    },
  }
}
