// Checked by tsc alone: files of torch.save, and what is told of them.

import { expectTypeOf } from 'expect-type'
import * as hub from '../../lib/hub.js'
import torch from '../../lib/index.js'
import { BytesIO } from '../../lib/io.js'
import type * as nn from '../../lib/nn/index.js'
import { safe_open } from '../../lib/safetensors/index.js'
import { load_file, load_model, save, save_file } from '../../lib/safetensors/torch.js'
import * as serialization from '../../lib/serialization.js'
import type { UntypedStorage } from '../../lib/storage.js'
import type { Tensor } from '../../lib/types.js'

declare const x: Tensor
declare const net: nn.Module
declare const optimizer: InstanceType<typeof torch.optim.SGD>
const buffer = new BytesIO()

torch.save(x, 'x.pt')
torch.save({ a: x }, buffer, { _use_new_zipfile_serialization: false })
torch.save({ obj: x, f: new URL('file:///x.pt') })
torch.save(x, { write: (bytes: Uint8Array) => bytes.length })
// @ts-expect-error a number is no file
torch.save(x, 5)
// @ts-expect-error an unknown keyword
torch.save(x, 'x.pt', { compress: true })

// What is loaded is what its use asks for, or unknown.
expectTypeOf(torch.load('x.pt')).toEqualTypeOf<unknown>()
expectTypeOf(torch.load<Tensor>('x.pt')).toEqualTypeOf<Tensor>()
net.load_state_dict(torch.load('net.pt'))
net.load_state_dict(torch.load('net.pt', { weights_only: true, map_location: 'cpu' }))
optimizer.load_state_dict(torch.load('optimizer.pt'))
const checkpoint = torch.load<{ epoch: number; model: Record<string, Tensor> }>('c.pt', 'cuda:0')
expectTypeOf(checkpoint.epoch).toEqualTypeOf<number>()
torch.load(Buffer.of(1), { 'cuda:1': 'cuda:0' })
torch.load(buffer, (storage, location) => {
  expectTypeOf(storage).toEqualTypeOf<UntypedStorage>()
  expectTypeOf(location).toEqualTypeOf<string>()
  return storage
})
torch.load('x.pt', { map_location: torch.device('cpu'), mmap: true })
// @ts-expect-error a number is no place
torch.load('x.pt', 5)
// @ts-expect-error mmap is true or false
torch.load('x.pt', { mmap: 'yes' })

class Config {
  hidden = 1
}
serialization.add_safe_globals([Config, [Config, 'project.Config'], (a: number) => a])
expectTypeOf(serialization.safe_globals([Config], () => 5)).toEqualTypeOf<number>()
expectTypeOf(serialization.skip_data()).toEqualTypeOf<Disposable>()
expectTypeOf(serialization.get_unsafe_globals_in_checkpoint('x.pt')).toEqualTypeOf<string[]>()
serialization.set_default_load_endianness(serialization.LoadEndianness.LITTLE)
// @ts-expect-error there are three
serialization.set_default_load_endianness(4)
// @ts-expect-error a name without a class
serialization.add_safe_globals(['Config'])

expectTypeOf(hub.get_dir()).toEqualTypeOf<string>()
hub.download_url_to_file('https://x/y', 'y', { hash_prefix: 'ab', progress: false })
net.load_state_dict(hub.load_state_dict_from_url('https://x/y.pth', { map_location: 'cpu' }))
// @ts-expect-error an unknown keyword
hub.load_state_dict_from_url('https://x/y.pth', { retries: 3 })

expectTypeOf(save({ x })).toEqualTypeOf<Uint8Array>()
save_file({ x }, 'x.safetensors', { format: 'pt' })
expectTypeOf(load_file('x.safetensors', { device: 'cpu' })).toEqualTypeOf<Record<string, Tensor>>()
expectTypeOf(load_model(net, 'x', false)).toEqualTypeOf<[missing: string[], unexpected: string[]]>()
expectTypeOf(safe_open('x', 'pt', (f) => f.keys())).toEqualTypeOf<string[]>()
safe_open('x', 'pt').get_slice('x')['0:1'].add(1)
// @ts-expect-error text goes into the header
save_file({ x }, 'x.safetensors', { epoch: 3 })
