// `import torch.nn.init as init` is `import init from 'torch-node/nn/init'`: the default export of a module is the module.

import torch from 'torch-node'
import autograd from 'torch-node/autograd'
import fwAD from 'torch-node/autograd/forward_ad'
import functional from 'torch-node/autograd/functional'
import graph from 'torch-node/autograd/graph'
import autograd_profiler from 'torch-node/autograd/profiler'
import backends from 'torch-node/backends'
import cpu from 'torch-node/cpu'
import cuda from 'torch-node/cuda'
import cm from 'torch-node/matplotlib/cm'
import colors from 'torch-node/matplotlib/colors'
import gridspec from 'torch-node/matplotlib/gridspec'
import image from 'torch-node/matplotlib/image'
import lines from 'torch-node/matplotlib/lines'
import patches from 'torch-node/matplotlib/patches'
import attention from 'torch-node/nn/attention'
import init from 'torch-node/nn/init'
import rnn, { pad_sequence } from 'torch-node/nn/utils/rnn'
import PIL, { Image } from 'torch-node/PIL'
import profiler from 'torch-node/profiler'
import tv_tensors from 'torch-node/torchvision/tv_tensors'
import utils from 'torch-node/utils'
import checkpoint from 'torch-node/utils/checkpoint'
import model_zoo from 'torch-node/utils/model_zoo'
import warnings from 'torch-node/warnings'

test('the modules of torch', () => {
  expect(init.zeros_).toBe(torch.nn.init.zeros_)
  expect(rnn.pad_sequence).toBe(pad_sequence)
  expect(attention.SDPBackend).toBe(torch.nn.attention.SDPBackend)
  expect(autograd.grad).toBe(torch.autograd.grad)
  expect(functional.jacobian).toBe(torch.autograd.functional.jacobian)
  expect(fwAD.make_dual).toBe(torch.autograd.forward_ad.make_dual)
  expect(graph.save_on_cpu).toBe(torch.autograd.graph.save_on_cpu)
  expect(autograd_profiler.profile).toBe(torch.autograd.profiler.profile)
  expect(profiler.profile).toBe(torch.profiler.profile)
  expect(cuda.is_available()).toBe(torch.cuda.is_available())
  expect(cpu.is_available()).toBe(true)
  expect(backends.cudnn).toBe(torch.backends.cudnn)
  expect(utils.data.DataLoader).toBe(torch.utils.data.DataLoader)
  expect(model_zoo.load_url).toBe(torch.utils.model_zoo.load_url)
  expect(checkpoint.checkpoint).toBe(torch.utils.checkpoint.checkpoint)
})

test('those beside it', () => {
  expect(PIL.Image.open).toBe(Image.open)
  expect(typeof tv_tensors.Image).toBe('function')
  expect(typeof warnings.filterwarnings).toBe('function')
  expect(typeof cm.get_cmap).toBe('function')
  expect(typeof colors.LogNorm).toBe('function')
  expect(typeof gridspec.GridSpec).toBe('function')
  expect(typeof image.AxesImage).toBe('function')
  expect(typeof lines.Line2D).toBe('function')
  expect(typeof patches.Rectangle).toBe('function')
})
