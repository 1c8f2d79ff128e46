import torch from 'torch-node'

/** `describe` where there is a GPU; elsewhere its tests are skipped, and their names say why. */
export function onGpu(title: string, tests: () => void): void {
  if (torch.cuda.is_available()) describe(title, tests)
  else describe.skip(`${title} (skipped: torch.cuda.is_available() is false here)`, tests)
}

/** For the tests of a block: convolutions in whole float32, which cuDNN rounds to TF32 otherwise. */
export function withoutTf32(): void {
  const { cudnn } = torch.backends
  const { allow_tf32 } = cudnn
  beforeAll(() => {
    cudnn.allow_tf32 = false
  })
  afterAll(() => {
    cudnn.allow_tf32 = allow_tf32
  })
}
