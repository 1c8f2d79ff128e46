import torch from 'torch-node'
import { native } from '../../../lib/native.js'
import { onGpu } from '../../cuda/support/gpu.js'

/**
 * The same tests thrice: with the engine on this thread, on another one, which calls back as a GPU's does, and on a
 * GPU's, where tensors are made unless a test says otherwise.
 */
export function onEachEngine(title: string, tests: (gpu: boolean) => void): void {
  describe(`${title} with the engine on this thread`, () => tests(false))

  describe(`${title} with the engine on another thread`, () => {
    beforeEach(() => native.forceEngineWorker(true))
    afterEach(() => native.forceEngineWorker(false))
    tests(false)
  })

  onGpu(`${title} with the engine on a GPU's thread`, () => {
    beforeAll(() => torch.set_default_device('cuda'))
    afterAll(() => torch.set_default_device(null))
    tests(true)
  })
}
