import torch from 'torch-node'
import { load_url } from 'torch-node/utils/model_zoo'

test('torch.utils.model_zoo.load_url is the old name of torch.hub.load_state_dict_from_url', () => {
  expect(load_url).toBe(torch.hub.load_state_dict_from_url)
  expect(torch.utils.model_zoo.load_url).toBe(load_url)
})
