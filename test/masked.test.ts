import { testGroup } from './golden/support/functional.js'

testGroup('torch.masked')
