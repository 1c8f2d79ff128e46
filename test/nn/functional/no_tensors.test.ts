import { testGroup } from '../../golden/support/functional.js'

testGroup('no tensors')
