import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

// VmHWM is Linux's.
// The peak is read from Linux's /proc.
const onLinux = process.platform === 'linux' ? test : test.skip

onLinux(
  '10,000 batches of two workers take no more memory than 5,000',
  () => {
    const args = [join(__dirname, 'run.mjs'), 'loader']
    const env = { ...process.env, OMP_NUM_THREADS: '1' }
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', env })
    const [half, peak] = JSON.parse(output) as [number, number]
    expect(half).toBeGreaterThan(100_000)
    // A batch is 26 kB: all of the second half would be 130 MB.
    expect(peak - half).toBeLessThan(50_000)
  },
  120_000,
)
