import torch from 'torch-node'

/** `describe` where there is a GPU; elsewhere its tests are skipped, and their names say why. */
export function onGpu(title: string, tests: () => void): void {
  if (torch.cuda.is_available()) describe(title, tests)
  else describe.skip(`${title} (skipped: torch.cuda.is_available() is false here)`, tests)
}
