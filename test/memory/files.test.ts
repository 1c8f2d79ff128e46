import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const run = (...args: string[]): string =>
  execFileSync(process.execPath, [join(__dirname, 'files.mjs'), ...args], { encoding: 'utf8' })

// VmHWM is Linux's.
const onLinux = process.platform === 'linux' ? describe : describe.skip

onLinux('files of 128 MB', () => {
  let folder: string
  beforeAll(() => {
    folder = run('make')
  })

  test.each([
    ['save', 0],
    ['load', 128],
    ['mmap', 0],
    ['legacy', 128],
    ['safetensors', 0],
  ])('%s takes %i MB', (kind, megabytes) => {
    const { grown, right } = JSON.parse(run(kind, folder)) as { grown: number; right: boolean }
    expect(right).toBe(true)
    expect(grown).toBeLessThan(megabytes + 48)
  })
})
