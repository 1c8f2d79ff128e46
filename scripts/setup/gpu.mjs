// @ts-check
import { outputOf, which } from './run.mjs'

/** @returns {string | undefined} the name of the first NVIDIA GPU that the driver knows */
export function findGpu() {
  const program = which('nvidia-smi')
  const names = program && outputOf(program, ['--query-gpu=name', '--format=csv,noheader'])
  return names?.split('\n')[0] || undefined
}
