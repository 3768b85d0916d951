// Forced into the compilation of better-sqlite3 (g++ -include) when the runtime offers Node-API 9 only.
//
// better-sqlite3 13 keeps persistent references to strings (its error codes). Node-API allows references to
// any value from version 10; up to version 9 only objects, functions, externals and symbols can be referenced.
// This header builds the unchanged source as a version 9 module and gives a string a box to live in: the
// reference is made to a fresh object that holds the string, and reading the reference opens the box again.
// A version 9 module runs on every later version too, so the result also loads in Node 24.
#pragma once

#undef NAPI_VERSION // the package's binding.gyp passes -DNAPI_VERSION=10
#define NAPI_VERSION 9
#include <node_api.h>

#include <mutex>
#include <unordered_set>

namespace napi9_compat {

constexpr char kContent[] = "content";

// One copy of the addon can serve several threads (worker threads), each with its own napi_env.
inline std::mutex boxes_lock;
inline std::unordered_set<napi_ref> boxes;

inline napi_status create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  const bool referable =
      type == napi_object || type == napi_function || type == napi_external || type == napi_symbol;
  if (referable) return napi_create_reference(env, value, count, result);

  napi_value box;
  if ((status = napi_create_object(env, &box)) != napi_ok) return status;
  if ((status = napi_set_named_property(env, box, kContent, value)) != napi_ok) return status;
  if ((status = napi_create_reference(env, box, count, result)) != napi_ok) return status;
  std::lock_guard<std::mutex> guard(boxes_lock);
  boxes.insert(*result);
  return napi_ok;
}

inline napi_status get_reference_value(napi_env env, napi_ref ref, napi_value* result) {
  napi_status status = napi_get_reference_value(env, ref, result);
  if (status != napi_ok || *result == nullptr) return status; // nullptr: the value is gone
  {
    std::lock_guard<std::mutex> guard(boxes_lock);
    if (boxes.count(ref) == 0) return napi_ok;
  }
  return napi_get_named_property(env, *result, kContent, result);
}

inline napi_status delete_reference(napi_env env, napi_ref ref) {
  {
    // Forgotten before it is deleted: afterwards the same address may belong to another reference.
    std::lock_guard<std::mutex> guard(boxes_lock);
    boxes.erase(ref);
  }
  return napi_delete_reference(env, ref);
}

} // namespace napi9_compat

#define napi_create_reference napi9_compat::create_reference
#define napi_get_reference_value napi9_compat::get_reference_value
#define napi_delete_reference napi9_compat::delete_reference
