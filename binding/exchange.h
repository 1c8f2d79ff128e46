// Tensors on their way from one JavaScript thread to another.
//
// Note [Exchanges]
// The threads of a loader hand tensors over without copying: one gives a tensor
// to an exchange and sends the number that it gets, the other takes the tensor
// for the number, once. In between the exchange alone holds it, so it does not
// matter which thread ends when. What crosses is a new TensorImpl over the same
// storage, without a graph and with a version of its own; views of one storage
// share it on the other side too. Memory that belongs to a typed array ends
// with its thread's heap, so that is copied.
//
// An exchange belongs to the thread that opened it and is closed by it, or when
// its environment goes; what nobody took is let go then. Members are the other
// threads that use it: the table tells which of them have ended, also of those
// that could not say so themselves.
#pragma once

#include "napi_setup.h"

namespace torch_node {

struct AddonData;

// Closes what this environment opened, and leaves what it is a member of.
void LeaveExchanges(AddonData& data);

void InitExchange(napi_env env, napi_value exports);

}  // namespace torch_node
