// Models which take the settings of another: what has one name in both is one parameter.
#include <algorithm>

#include <gtest/gtest.h>

#include "models/catalogue.hpp"

namespace hazone {
namespace {

bool is_same(const ParamSpec& one, const ParamSpec& other) {
    return one.unit == other.unit && one.fallback == other.fallback && one.lowest == other.lowest &&
           one.highest == other.highest && one.meaning == other.meaning &&
           std::equal(one.choices.begin(), one.choices.end(), other.choices.begin(),
                      other.choices.end());
}

/// How many parameters of the borrower the lender has too.
int shared_params(const Model& borrower, const Model& lender) {
    int shared = 0;
    for (const ParamSpec& own : borrower.params) {
        for (const ParamSpec& lent : lender.params) {
            if (own.name == lent.name) {
                EXPECT_TRUE(is_same(own, lent)) << borrower.name << "." << own.name;
                ++shared;
            }
        }
    }
    return shared;
}

TEST(SharedParams, AreTheSameInBothTables) {
    int borrowers = 0;
    for (const Model* model : catalogue()) {
        if (model->params_of.empty()) {
            continue;
        }
        const Model* lender = find_model(catalogue(), model->params_of);
        ASSERT_NE(lender, nullptr) << model->name << " takes settings of " << model->params_of;
        EXPECT_TRUE(lender->params_of.empty()) << "settings are lent once: " << model->name;
        EXPECT_GT(shared_params(*model, *lender), 0) << model->name;
        ++borrowers;
    }
    EXPECT_GE(borrowers, 2);
}

TEST(SharedParams, ServeThePlotAndTheProfiles) {
    EXPECT_EQ(find_model(catalogue(), "stability_plot")->params_of, "sinmap");
    EXPECT_EQ(find_model(catalogue(), "pressure_profiles")->params_of, "transient_infiltration");
}

}  // namespace
}  // namespace hazone
