import torch from 'torch-node'
import { random } from 'torch-node/builtins'
import transforms from 'torch-node/torchvision/transforms'
import * as presets from 'torch-node/torchvision/transforms/_presets'
import { type Case, compareCases, construct, given, image, type Modules, plain } from './support.js'

const T: Modules = transforms

function perform({ kind, size, seed, name, args, kwargs }: Case): Partial<Case> {
  const got: Partial<Case> = {}
  torch.manual_seed(seed)
  random.seed(seed)
  try {
    const img = kind === null ? null : image(kind, size)
    if (name.startsWith('F.')) {
      const fn = transforms.functional[name.slice(2) as 'hflip']
      got.out = plain(Reflect.apply(fn, null, [img, ...given(T, args, kwargs)]))
    } else {
      const module: Modules = name.startsWith('P.') ? presets : T
      const made = construct(module, name.replace('P.', ''), args, kwargs)
      got.repr = String(made)
      const call = made as (img: unknown) => unknown
      if (img !== null) got.out = plain([call(img), call(img)])
    }
  } catch (error) {
    const { name: cls, message } = error as Error
    got.error = [cls, message.split('\n')[0] as string]
  }
  return got
}

compareCases('torchvision.transforms', 'transforms.gz', perform)
