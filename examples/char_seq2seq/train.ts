/** Training with the true sentence as the decoder's input, or with what it said itself. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, print, range, sprintf } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'
import type { Data } from './data.js'
import type { Seq2Seq } from './model.js'

export type Mode = 'teacher-forcing' | 'reinjection'

type Outputs = (model: Seq2Seq, encoder_inputs: Tensor, decoder_inputs: Tensor) => Tensor

/**
 * The logits of every step, (N, T, V). (The notes ask why teacher forcing is the usual way: all inputs are known
 * beforehand, so that one call goes through all steps, and a first wrong token does not spoil the rest of the sentence.)
 */
export const outputsOf: Record<Mode, Outputs> = {
  'teacher-forcing': (model, encoder_inputs, decoder_inputs) =>
    model(encoder_inputs, decoder_inputs),

  // Step by step from START on: the softmax of a step is the input of the next.
  reinjection(model, encoder_inputs, decoder_inputs) {
    let states = model.encode(encoder_inputs)
    let inputs = decoder_inputs[':, 0:1']
    const steps: Tensor[] = []
    for (const _ of range(decoder_inputs.size(1))) {
      const [logits, next] = model.decode(inputs, states)
      steps.push(logits) // (N, 1, V)
      inputs = F.softmax(logits, { dim: -1 })
      states = next
    }
    return torch.cat(steps, 1)
  },
}

export interface Settings {
  mode: Mode
  epochs: number
  batch_size: number
  validation_split: number
}

/** Of every step of every sentence, the spaces at the end too, as Keras counts. */
class Mean {
  #loss = 0
  #hits = 0
  #steps = 0

  add(loss: Tensor, logits: Tensor, target: Tensor): void {
    this.#loss += loss.item() * target.numel()
    this.#hits += logits.argmax(-1).eq(target).sum().item()
    this.#steps += target.numel()
  }

  text(prefix = ''): string {
    const [loss, accuracy] = [this.#loss / this.#steps, this.#hits / this.#steps]
    return sprintf('%sloss: %.4f - %saccuracy: %.4f', prefix, loss, prefix, accuracy)
  }
}

export function fit(
  model: Seq2Seq,
  data: Data,
  { mode, epochs, batch_size, validation_split }: Settings,
): void {
  // Class indices for cross entropy, where Keras takes the one-hot vectors themselves.
  const target = data.decoder_target_data
  const classes = target.is_floating_point() ? target.argmax(-1) : target // (n, T)
  const tensors = [data.encoder_input_data, data.decoder_input_data, classes] as const

  // The last part of the data, as in Keras.
  const split = Math.floor(classes.size(0) * (1 - validation_split))
  const train_ds = TensorDataset(...tensors.map((x) => x[`:${split}`]))
  const valid_ds = TensorDataset(...tensors.map((x) => x[`${split}:`]))
  const train_dl = DataLoader(train_ds, { batch_size, shuffle: true })
  const valid_dl = DataLoader(valid_ds, { batch_size })
  print(`Train on ${len(train_ds)} samples, validate on ${len(valid_ds)} samples`)

  const outputs = outputsOf[mode]
  const criterion = nn.CrossEntropyLoss()
  // Keras's constants; PyTorch's own are lr 0.01, alpha 0.99.
  const optimizer = optim.RMSprop(model.parameters(), { lr: 0.001, alpha: 0.9, eps: 1e-7 })

  for (const epoch of range(epochs)) {
    const [train, valid] = [new Mean(), new Mean()]
    for (const [encoder_inputs, decoder_inputs, target] of train_dl) {
      optimizer.zero_grad()
      const logits = outputs(model, encoder_inputs, decoder_inputs)
      const loss = criterion(logits.transpose(1, 2), target) // (N, V, T), (N, T)
      loss.backward()
      optimizer.step()
      train.add(loss, logits, target)
    }
    torch.no_grad(() => {
      for (const [encoder_inputs, decoder_inputs, target] of valid_dl) {
        const logits = outputs(model, encoder_inputs, decoder_inputs)
        valid.add(criterion(logits.transpose(1, 2), target), logits, target)
      }
    })
    print(`Epoch ${epoch + 1}/${epochs} - ${train.text()} - ${valid.text('val_')}`)
  }
}
