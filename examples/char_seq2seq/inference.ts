/** Translation token by token: each step is given the states of the last, and the token that it chose. */
import torch, { type Tensor } from 'torch-node'
import { len } from 'torch-node/builtins'
import { type Data, END, START } from './data.js'
import type { Seq2Seq } from './model.js'

/** A token as the decoder's next input: (1, 1, V) one-hot, or (1, 1) with the number of a word. */
function inputOf(number: number, { level, target_table }: Data): Tensor {
  if (level === 'word') return torch.tensor([[number]])
  const input = torch.zeros(1, 1, target_table.size)
  input.index_put_([0, 0, number], 1)
  return input
}

/** What the decoder says to one sentence, (1, T, V) or (1, T), until it ends it or it gets too long. */
export function decode_sequence(model: Seq2Seq, input_seq: Tensor, data: Data): string {
  return torch.no_grad(() => {
    const { target_table, max_decoder_seq_length } = data
    let states_value = model.encode(input_seq)
    let target_seq = inputOf(target_table.numberOf(START), data)

    const decoded: string[] = []
    while (len(decoded) < max_decoder_seq_length) {
      const [output_tokens, states] = model.decode(target_seq, states_value)
      const sampled_token_index = output_tokens['0, -1'].argmax().item()
      const sampled = target_table.tokens[sampled_token_index]
      if (sampled === END) break
      decoded.push(sampled)

      target_seq = inputOf(sampled_token_index, data)
      states_value = states
    }
    return decoded.join(data.level === 'word' ? ' ' : '')
  })
}
