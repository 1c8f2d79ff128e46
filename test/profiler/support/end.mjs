// node end.mjs <how>: a program that ends inside of a profile.
import torch from 'torch-node'

const how = process.argv[2]
const prof = torch.profiler.profile({ profile_memory: true, record_shapes: true })
if (how === 'prepared') prof.prepare_trace()
else prof.start()
torch.profiler.record_function('open').__enter__()
torch.ones(3, { requires_grad: true }).mul(2).sum().backward()
if (how === 'throws') throw new Error('mine')
if (how === 'exits') process.exit(0)
