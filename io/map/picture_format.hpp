#pragma once

namespace hazone::io {

/// The file formats of maps and plots.
enum class PictureFormat { pdf, png, svg };

}  // namespace hazone::io
