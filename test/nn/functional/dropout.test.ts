import { testGroup } from '../../golden/support/functional.js'

describe('torch.nn.functional', () => testGroup('dropout'))
