#include "io/alerts/alerts.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/alerts/alert_area.hpp"
#include "io/alerts/alert_feed.hpp"
#include "io/alerts/alert_words.hpp"
#include "io/alerts/cap_message.hpp"
#include "io/alerts/earlier_alert.hpp"
#include "io/atomic_file.hpp"
#include "io/checksum.hpp"
#include "io/level_reason.hpp"
#include "io/publish/zone_attributes.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "alerts";

void write_text(const fs::path& path, const std::string& text) {
    AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("{}: cannot be written; is the disk full?", path.string()));
    }
    file.commit();
}

bool is_plain(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_' || letter == '.';
}

/// Names of the files: the code, or the label where a zone has no code, where another zone has the
/// same, or where it holds letters which a file name or an identifier should not.
class FileNames {
public:
    std::string of(const ZoneSummary& zone) {
        const bool plain = !zone.code.empty() && zone.code.front() != '.' && zone.code != "feed" &&
                           std::all_of(zone.code.begin(), zone.code.end(), is_plain);
        return plain && used_.insert(zone.code).second ? zone.code
                                                       : fmt::format("zone-{}", zone.label);
    }

private:
    std::set<std::string> used_;
};

/// Writes the alerts of one run and keeps the list for the feed.
class AlertWriter {
public:
    AlertWriter(const Publication& publication, const AlertOptions& options, const fs::path& folder)
        : publication_(publication),
          options_(options),
          folder_(folder / kFolder),
          previous_((options.previous.empty() ? folder : options.previous) / kFolder),
          to_lon_lat_(*publication.grid) {
        std::error_code failed;
        fs::create_directories(folder_, failed);
        if (failed) {
            throw InputError(
                fmt::format("cannot make the folder {}: {}", folder_.string(), failed.message()));
        }
    }

    void add(const ZoneSummary& zone) {
        const std::string name = names_.of(zone);
        const std::string file = name + ".xml";
        std::optional<EarlierAlert> earlier = read_alert(previous_ / file);
        const bool told = earlier && earlier->type == "Cancel";
        if (earlier && (told || earlier->status != options_.status)) {
            earlier.reset();  // nothing to update: the chain has ended, or it was of another kind
        }
        if (!zone.level) {
            without_data_.push_back(zone.name.empty() ? name : zone.name);
            if (earlier) {
                keep(*earlier, file);
            } else {
                forget(file);
            }
        } else if (*zone.level > 0) {
            send(zone, name, earlier, earlier ? MessageType::update : MessageType::alert);
        } else if (earlier) {
            send(zone, name, earlier, MessageType::cancel);
        } else {
            forget(file);
        }
    }

    WrittenFiles finish() {
        write_text(folder_ / "feed.xml", feed_text(publication_, entries_, without_data_));
        files_.push_back({std::string(kFolder) + "/feed.xml",
                          fmt::format("Atom feed of {} alerts; {} zones without data have none",
                                      entries_.size(), without_data_.size())});
        return std::move(files_);
    }

private:
    void send(const ZoneSummary& zone,
              const std::string& name,
              const std::optional<EarlierAlert>& earlier,
              MessageType type) {
        CapMessage message{.status = options_.status, .type = type, .zone = &zone};
        message.sent = cap_time(publication_.made, publication_.publisher.utc_offset);
        message.references = earlier ? earlier->reference() : "";
        message.identifier = identifier_of(name, message);
        message.hazard = type == MessageType::cancel ? earlier->hazard : zone.hazard;
        if (const OGRGeometry* const outline = outline_of(publication_, zone)) {
            message.polygons = alert_polygons(*outline, to_lon_lat_);
        }
        const std::string file = name + ".xml";
        write_text(folder_ / file, cap_text(message, publication_));
        list({.identifier = message.identifier,
              .title = cap_headline(message, publication_.language),
              .summary = type == MessageType::cancel
                             ? std::string(text(AlertWord::cancelled, publication_.language))
                             : level_reason(zone, publication_.rules, publication_.language),
              .updated = message.sent,
              .file = file},
             fmt::format("CAP 1.2 {} for {}", message_word(type), zone.name));
    }

    /// The earlier message stays as it was sent.
    void keep(const EarlierAlert& earlier, const std::string& file) {
        write_text(folder_ / file, earlier.text);
        list({.identifier = earlier.identifier,
              .title = earlier.headline,
              .summary = std::string(text(AlertWord::kept, publication_.language)),
              .updated = earlier.sent,
              .file = file},
             "CAP 1.2 message of an earlier run, kept since this one has no data");
    }

    /// A Cancel which was told, or a message of another kind.
    void forget(const std::string& file) const {
        std::error_code ignored;
        fs::remove(folder_ / file, ignored);
    }

    void list(FeedEntry entry, const std::string& what) {
        files_.push_back({fmt::format("{}/{}", kFolder, entry.file), what});
        entries_.push_back(std::move(entry));
    }

    /// The earlier message is part of it, so that two runs in one second differ.
    std::string identifier_of(const std::string& name, const CapMessage& message) const {
        constexpr std::size_t kDigits = 16;
        const std::string all = fmt::format("{}|{}|{}|{}|{}|{}", publication_.publisher.sender,
                                            publication_.scenario_sha256, name, message.sent,
                                            message_word(message.type), message.references);
        return fmt::format("hazone-{}-{}-{}", name, publication_.made,
                           sha256_of_text(all).substr(0, kDigits));
    }

    const Publication& publication_;
    const AlertOptions& options_;
    fs::path folder_;
    fs::path previous_;
    ToLonLat to_lon_lat_;
    FileNames names_;
    std::vector<FeedEntry> entries_;
    std::vector<std::string> without_data_;
    WrittenFiles files_;
};

}  // namespace

void check_sender(const std::string& sender, const std::string& what) {
    if (sender.empty() || sender.find_first_of(" ,<&\t\n") != std::string::npos) {
        throw InputError(fmt::format(
            "{}: '{}' cannot be the sender of an alert; allowed: an address such as "
            "alerts@example.org, without spaces, commas, < and & (CAP 1.2, section 3.2.1)",
            what, sender));
    }
}

void check_status(const std::string& status, bool synthetic, const std::string& what) {
    if (synthetic && status == "Actual") {
        throw InputError(fmt::format(
            "{}: Actual is refused for synthetic data, which are no real event; allowed: Exercise, "
            "System, Test, Draft",
            what));
    }
}

WrittenFiles write_alerts(const Publication& publication,
                          const AlertOptions& options,
                          const std::filesystem::path& folder) {
    check_sender(publication.publisher.sender, "publisher.sender");
    check_status(options.status, publication.synthetic, "outputs.alert_status");
    AlertWriter writer(publication, options, folder);
    for (const ZoneSummary& zone : *publication.table) {
        writer.add(zone);
    }
    return writer.finish();
}

}  // namespace hazone::io
