#pragma once

#include <string>
#include <string_view>

namespace hazone {

/// The catalogue in words, from the tables of the models and fields. With `markdown` the text is a
/// page of the reference documentation.
std::string model_list(bool markdown);
std::string field_list(bool markdown);

/// One model or field with everything its table says. InputError when the name is not known.
std::string model_page(std::string_view name, bool markdown);
std::string field_page(std::string_view name, bool markdown);

}  // namespace hazone
