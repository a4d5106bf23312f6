#include "io/checksum.hpp"

#include <array>
#include <fstream>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "engine/core/error.hpp"

namespace hazone::io {
namespace {

class Sha256 {
public:
    Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
    }

    void add(const char* data, std::size_t size) { EVP_DigestUpdate(context_.get(), data, size); }

    std::string hexadecimal() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int length = 0;
        EVP_DigestFinal_ex(context_.get(), digest.data(), &length);
        std::string text;
        for (unsigned int i = 0; i < length; ++i) {
            text += fmt::format("{:02x}", digest[i]);
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string sha256_of_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw InputError(path.string() + ": cannot be read");
    }
    Sha256 sum;
    std::vector<char> block(std::size_t{1} << 20);
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
           stream.gcount() > 0) {
        sum.add(block.data(), static_cast<std::size_t>(stream.gcount()));
    }
    return sum.hexadecimal();
}

std::string sha256_of_text(const std::string& text) {
    Sha256 sum;
    sum.add(text.data(), text.size());
    return sum.hexadecimal();
}

}  // namespace hazone::io
