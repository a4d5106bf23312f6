#include <memory>

#include <fmt/format.h>

#include "scenarios/commands/commands.hpp"
#include "scenarios/reference.hpp"

namespace hazone {
namespace {

using Page = std::string (*)(std::string_view name, bool markdown);
using List = std::string (*)(bool markdown);

void add_listing(
    CLI::App& app, const std::string& name, const std::string& help, List list, Page page) {
    auto asked = std::make_shared<std::string>();
    auto markdown = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("name", *asked, "Show this one whole");
    command->add_flag("--markdown", *markdown, "Print a page of the reference documentation");
    command->footer(fmt::format("Examples:\n  hazone {0}\n  hazone {0} {1}", name,
                                name == "models" ? "shalstab" : "wetness_index"));
    command->callback([asked, markdown, list, page] {
        fmt::print("{}", asked->empty() ? list(*markdown) : page(*asked, *markdown));
    });
}

}  // namespace

void add_models(CLI::App& app) {
    add_listing(app, "models", "The models: what each needs and makes, its parameters, its paper",
                model_list, model_page);
}

void add_fields(CLI::App& app) {
    add_listing(app, "fields", "The fields: unit, meaning, who makes and who reads them",
                field_list, field_page);
}

}  // namespace hazone
