#pragma once

#include <string>
#include <string_view>

namespace hazone {

/// The text (UTF-8) in lower case, Latin letters without the marks which Vietnamese and Western
/// European languages put on them, spaces at the ends removed: "Mường Hoa" gives "muong hoa". For
/// comparing names which people type. Composed and decomposed letters give the same; other
/// characters stay as they are.
std::string plain_letters(std::string_view text);

}  // namespace hazone
