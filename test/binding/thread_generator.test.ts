import torch from 'torch-node'
import { native } from '../../lib/native.js'

test('errors do not name the backend of generators of threads', () => {
  const message = (): string => {
    try {
      torch.ones(2).q_scale()
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }
  native.prepareOwnGenerators()
  const text = message()
  expect(text).toMatch(/FuncTorchDynamicLayerFrontMode, PreDispatch, PythonDispatcher\]/)
  expect(text).toMatch(/\nFuncTorchDynamicLayerFrontMode: .*\nPreDispatch: /)
  expect(text).not.toContain('TESTING_ONLY')
})
