// Prints every model of the installed catalogue with the fields that it needs.
#include <iostream>

#include "models/catalogue.hpp"

int main() {
    for (const hazone::Model* model : hazone::catalogue()) {
        std::cout << model->name << " needs";
        for (const hazone::FieldSpec& field : model->needs) {
            std::cout << ' ' << field.name;
        }
        std::cout << '\n';
    }
}
