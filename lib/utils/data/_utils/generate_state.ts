// Mirrors _generate_state of torch/utils/data/_utils/worker.py: NumPy's SeedSequence, by M. E. O'Neill's seed_seq_fe.

const XSHIFT = 16

const shifted = (value: number): number => value ^ (value >>> XSHIFT)

/** Four words that seed NumPy in a worker: far apart for neighbours in either number. */
export function _generate_state(base_seed: number | bigint, worker_id: number): number[] {
  const base = BigInt.asUintN(64, BigInt(base_seed))
  const entropy = [worker_id, Number(base & 0xffffffffn), Number(base >> 32n), 0]

  let constant = 0x43b0d7e5
  const hash = (value: number): number => {
    const mixed = value ^ constant
    constant = Math.imul(constant, 0x931e8875)
    return shifted(Math.imul(mixed, constant))
  }
  const mix = (x: number, y: number): number =>
    shifted(Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y))

  const pool = entropy.map(hash)
  for (const i of pool.keys()) {
    for (const j of pool.keys()) {
      if (i !== j) pool[j] = mix(pool[j] as number, hash(pool[i] as number))
    }
  }

  let output = 0x8b51f9dd
  return pool.map((value) => {
    const mixed = value ^ output
    output = Math.imul(output, 0x58f38ded)
    return shifted(Math.imul(mixed, output)) >>> 0
  })
}
