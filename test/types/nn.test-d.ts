// Checked by tsc alone: modules, optimizers and data loading.

import { expectTypeOf } from 'expect-type'
import torch, { nn, optim, type Tensor } from 'torch-node'

declare const x: Tensor

// A call is typed by the class's own forward.
class Net extends nn.Module {
  fc = nn.Linear(3, 4)
  layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
  override forward(input: Tensor, scale?: number): [Tensor, number] {
    expectTypeOf(this.fc(input)).toEqualTypeOf<Tensor>()
    for (const layer of this.layers) expectTypeOf(layer.in_features).toBeNumber()
    return [this.layers[0](input), scale ?? 1]
  }
}
const net = new Net()
expectTypeOf(net(x)).toEqualTypeOf<[Tensor, number]>()
expectTypeOf(net(x, 2)).toEqualTypeOf<[Tensor, number]>()
// @ts-expect-error an input is missing
net()
// @ts-expect-error the input is a tensor
net(3)
expectTypeOf(net).toExtend<nn.Module>()
expectTypeOf(net.eval()).toEqualTypeOf<Net>()
expectTypeOf(net.to('cpu').double().train(false)).toEqualTypeOf<Net>()
net.to(torch.float32, true)
net.to({ device: 'cuda', dtype: torch.bfloat16, non_blocking: true })
// @ts-expect-error no such keyword
net.to({ devise: 'cuda' })

// Constructors: with and without new; by position, by keyword, or both.
expectTypeOf(nn.Linear(3, 4)).toEqualTypeOf(new nn.Linear(3, 4))
expectTypeOf(nn.Linear(3, 4)).toExtend<nn.Linear>()
nn.Linear(3, 4, false)
nn.Linear(3, 4, { bias: false, dtype: torch.float64 })
nn.Linear(3, { out_features: 4 })
nn.Linear({ in_features: 3, out_features: 4, device: null })
// @ts-expect-error out_features is missing
nn.Linear(3)
// @ts-expect-error out_features is missing
nn.Linear({ in_features: 3 })
// @ts-expect-error no such keyword
nn.Linear(3, 4, { biased: false })
// @ts-expect-error bias is a boolean
nn.Linear(3, 4, { bias: 'no' })
nn.Conv2d(1, 16, { kernel_size: 3, stride: [2, 1], padding: 'same' })
nn.Conv2d(1, 16, 3, 2, 1, { padding_mode: 'reflect' })
// @ts-expect-error a kernel of two dimensions has two sizes
nn.Conv2d(1, 16, [3, 3, 3])
// @ts-expect-error no such padding
nn.Conv2d(1, 16, 3, { padding: 'some' })
nn.MaxPool2d(2)
nn.MaxPool2d([2, 2], { stride: 1, return_indices: true })
// @ts-expect-error kernel_size is missing
nn.MaxPool2d()
nn.Dropout()
nn.Dropout(0.2, { inplace: true })
nn.CrossEntropyLoss({ label_smoothing: 0.1, reduction: 'sum' })
// @ts-expect-error no such reduction
nn.MSELoss({ reduction: 'average' })
expectTypeOf(nn.MSELoss()(x, x)).toEqualTypeOf<Tensor>()
expectTypeOf(nn.BatchNorm2d(3, { momentum: null }).running_mean).toEqualTypeOf<Tensor | null>()

// Containers know what they hold.
const sequence = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
expectTypeOf(sequence(x)).toEqualTypeOf<Tensor>()
expectTypeOf(sequence['1:']).toEqualTypeOf<nn.Sequential>()
expectTypeOf(sequence[0](x)).toEqualTypeOf<Tensor>()
expectTypeOf(sequence[0].weight).toEqualTypeOf<nn.Parameter>()
expectTypeOf(sequence[1].inplace).toEqualTypeOf<boolean>()
// @ts-expect-error a ReLU has no weight
sequence[1].weight
// Of what is made in a loop it is known that they are layers.
const layers: nn.Linear[] = []
const made = nn.Sequential(...layers, nn.ReLU())
expectTypeOf(made[3](x)).toEqualTypeOf<Tensor>()
const named = nn.Sequential({ body: nn.Linear(1, 2), end: nn.ReLU() })
expectTypeOf(named.body.weight).toEqualTypeOf<nn.Parameter>()
expectTypeOf(named.end(x)).toEqualTypeOf<Tensor>()
expectTypeOf(nn.Sequential({} as Record<string, nn.Module>)).toExtend<nn.Sequential>()
const either: nn.Sequential = sequence
either.append(nn.ReLU())
expectTypeOf(nn.ModuleDict({ a: nn.ReLU() }).__getitem__('a')).toEqualTypeOf<nn.ReLU>()
const lists: nn.ModuleList = nn.ModuleList([nn.Linear(1, 1)])
expectTypeOf(lists[0](x)).toEqualTypeOf<Tensor>()

// What a call gives, and takes by name.
type Pair = [output: Tensor, indices: Tensor]
expectTypeOf(nn.MaxPool2d(2, { return_indices: true, stride: 1 })(x)).toEqualTypeOf<Pair>()
expectTypeOf(nn.MaxPool2d(2, { stride: 1 })(x)).toEqualTypeOf<Tensor>()
expectTypeOf(nn.AdaptiveMaxPool1d(2, { return_indices: true })(x)).toEqualTypeOf<Pair>()
expectTypeOf(
  nn.FractionalMaxPool2d(2, { output_size: 3, return_indices: true })(x),
).toEqualTypeOf<Pair>()
// @ts-expect-error no such keyword
nn.MaxPool2d(2, { return_indices: true, size: 1 })
expectTypeOf(nn.MaxUnpool2d(2)(x, x, { output_size: [4, 4] })).toEqualTypeOf<Tensor>()
expectTypeOf(nn.MaxUnpool2d(2)(x, x, [4, 4])).toEqualTypeOf<Tensor>()
expectTypeOf(nn.ConvTranspose2d(1, 2, 3)(x, { output_size: x.size() })).toEqualTypeOf<Tensor>()
// @ts-expect-error no such keyword
nn.ConvTranspose2d(1, 2, 3)(x, { size: [1] })

// Parameters are tensors; state dicts hold tensors.
expectTypeOf(nn.Parameter(x)).toExtend<Tensor>()
expectTypeOf(nn.Parameter(x, { requires_grad: false })).toEqualTypeOf(new nn.Parameter(x, false))
expectTypeOf(net.state_dict()).toEqualTypeOf<Record<string, Tensor>>()
expectTypeOf([...net.parameters()]).toEqualTypeOf<nn.Parameter[]>()
expectTypeOf([...net.named_parameters()]).toEqualTypeOf<[name: string, value: nn.Parameter][]>()
expectTypeOf(net.load_state_dict({}, { strict: false }).missing_keys).toEqualTypeOf<string[]>()
net.register_forward_hook((module, args, output) => {
  expectTypeOf(module).toEqualTypeOf<Net>()
  expectTypeOf(args).toEqualTypeOf<[input: Tensor, scale?: number | undefined]>()
  expectTypeOf(output).toEqualTypeOf<[Tensor, number]>()
})

// Optimizers.
const sgd = optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 })
expectTypeOf(sgd).toEqualTypeOf(new optim.SGD(net.parameters(), 0.1, 0.9))
expectTypeOf(sgd.step()).toEqualTypeOf<null>()
expectTypeOf(sgd.step(() => x)).toEqualTypeOf<Tensor | null>()
optim.Adam([{ params: net.parameters() }, { params: x, lr: 1 }], { betas: [0.9, 0.99] })
optim.SGD(net.named_parameters())
// @ts-expect-error no such keyword
optim.SGD(net.parameters(), { learning_rate: 0.1 })
// @ts-expect-error maximize is a keyword only
optim.SGD(net.parameters(), 0.1, 0, 0, 0, false, true)

// Data: what a loader gives follows from the dataset.
const { DataLoader, Dataset, TensorDataset, Subset, random_split } = torch.utils.data
const tensors = TensorDataset(x, x)
expectTypeOf(tensors[0]).toEqualTypeOf<[Tensor, Tensor]>()
for (const [images, labels] of DataLoader(tensors, { batch_size: 64, shuffle: true })) {
  expectTypeOf(images).toEqualTypeOf<Tensor>()
  expectTypeOf(labels).toEqualTypeOf<Tensor>()
}
class Words extends Dataset<{ word: string; length: number; vector: Tensor }> {
  override __getitem__(_: number): { word: string; length: number; vector: Tensor } {
    return { word: 'a', length: 1, vector: x }
  }
}
for (const batch of new DataLoader(new Words(), 4)) {
  expectTypeOf(batch).toEqualTypeOf<{ word: string[]; length: Tensor; vector: Tensor }>()
}
const collate_fn = (items: number[]): string => items.join()
expectTypeOf([...new DataLoader([1, 2], { collate_fn })]).toEqualTypeOf<string[]>()
expectTypeOf(random_split(tensors, [0.9, 0.1])).toEqualTypeOf<
  torch.utils.data.Subset<[Tensor, Tensor]>[]
>()
expectTypeOf(Subset([1, 2], [0])[0]).toBeNumber()
// @ts-expect-error no such keyword
new DataLoader(tensors, { batchSize: 64 })
