#include "io/alerts/alert_feed.hpp"

#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>

#include "io/alerts/alert_words.hpp"
#include "io/alerts/cap_message.hpp"
#include "io/checksum.hpp"

namespace hazone::io {
namespace {

void add(pugi::xml_node parent, const char* name, const std::string& text) {
    parent.append_child(name).text().set(text.c_str());
}

/// A name that stays the same for the same text: a UUID of version 8 (RFC 9562, section 5.8), whose
/// free bits are those of the SHA-256.
std::string uuid_of(const std::string& text) {
    std::string digits = sha256_of_text(text).substr(0, 32);
    digits[12] = '8';
    digits[16] = 'a';
    return fmt::format("urn:uuid:{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4),
                       digits.substr(12, 4), digits.substr(16, 4), digits.substr(20));
}

/// Where a file of the folder of alerts stands; beside the feed when no address is known.
std::string address_of(const Publication& publication, const std::string& file) {
    const std::string& url = publication.publisher.url;
    if (url.empty()) {
        return file;
    }
    return fmt::format("{}{}alerts/{}", url, url.back() == '/' ? "" : "/", file);
}

void add_link(pugi::xml_node parent,
              const char* relation,
              const char* type,
              const std::string& address) {
    pugi::xml_node link = parent.append_child("link");
    link.append_attribute("rel").set_value(relation);
    link.append_attribute("type").set_value(type);
    link.append_attribute("href").set_value(address.c_str());
}

void add_entry(pugi::xml_node feed, const Publication& publication, const FeedEntry& entry) {
    const pugi::xml_node node = feed.append_child("entry");
    add(node, "id", uuid_of(entry.identifier));
    add(node, "title", entry.title);
    add(node, "updated", entry.updated);
    add_link(node, "alternate", "application/cap+xml", address_of(publication, entry.file));
    add(node, "summary", entry.summary);
}

}  // namespace

std::string feed_text(const Publication& publication,
                      const std::vector<FeedEntry>& entries,
                      const std::vector<std::string>& zones_without_data) {
    const Language language = publication.language;
    const Publisher& publisher = publication.publisher;
    const std::string updated = cap_time(publication.made, publisher.utc_offset);
    const auto filled = [&](AlertWord word, const auto&... values) {
        return fmt::format(fmt::runtime(text(word, language)), values...);
    };
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
    pugi::xml_node feed = document.append_child("feed");
    feed.append_attribute("xmlns").set_value("http://www.w3.org/2005/Atom");
    feed.append_attribute("xml:lang").set_value(language == Language::english ? "en" : "vi");
    const std::string id = publisher.sender + ' ' + publication.title;
    add(feed, "id", uuid_of(id));
    add(feed, "title", filled(AlertWord::feed_title, publication.title));
    add(feed, "subtitle",
        filled(AlertWord::feed_counts, entries.size(), zones_without_data.size()));
    add(feed, "updated", updated);
    add(feed.append_child("author"), "name", publisher.name);
    add(feed, "rights", std::string(text(Word::disclaimer, language)));
    feed.append_child("generator").text().set("hazone");
    add_link(feed, "self", "application/atom+xml", address_of(publication, "feed.xml"));
    for (const FeedEntry& entry : entries) {
        add_entry(feed, publication, entry);
    }
    if (!zones_without_data.empty()) {
        const pugi::xml_node node = feed.append_child("entry");
        add(node, "id", uuid_of(id + " no data"));
        add(node, "title", std::string(text(AlertWord::no_data_zones, language)));
        add(node, "updated", updated);
        add(node, "content", fmt::format("{}", fmt::join(zones_without_data, ", ")));
    }
    std::ostringstream stream;
    document.save(stream, " ", pugi::format_indent, pugi::encoding_utf8);
    return stream.str();
}

}  // namespace hazone::io
