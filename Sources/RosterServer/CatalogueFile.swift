// Plans and products as the configuration file writes them (product 3.5).

import RosterAPI
import RosterCore
import Wire

enum CatalogueFile {
    /// `plans: {NAME: {features: [SSO, …], features_on_request: […], members: 100, license_assignments_per_month: 50, default_product: id}}`.
    /// A plan replaces the shipped one of its name whole.
    static func plans(_ tree: SettingTree, over shipped: [Catalogue.Plan]) throws(ConfigurationProblem) -> [Catalogue.Plan] {
        var plans = shipped
        for (name, body) in try map(tree, "plans") {
            var plan = Catalogue.Plan(name: name, features: [])
            for (key, value) in try map(body, "plans.\(name)") {
                let path = "plans.\(name).\(key)"
                switch key {
                case "features": plan.features = try features(value, path)
                case "features_on_request": plan.featuresOnRequest = try features(value, path)
                case "members": plan.membersMax = try number(value, path)
                case "license_assignments_per_month": plan.assignmentsPerMonthMax = try number(value, path)
                case "default_product": plan.defaultProductID = try scalar(value, path)
                default: throw ConfigurationProblem("\(path) is not a setting")
                }
            }
            guard Set(plan.featuresOnRequest).isSubset(of: plan.features) else {
                throw ConfigurationProblem("plans.\(name).features_on_request has what features lacks")
            }
            plans.removeAll { $0.name == name }
            plans.append(plan)
        }
        return plans
    }

    /// `products: {id: {name: …, categories: [USERS_LICENSES, REPORTS, SSO_EDI], default_categories: [REPORTS]}}`.
    static func products(_ tree: SettingTree, over shipped: [Catalogue.Product]) throws(ConfigurationProblem) -> [Catalogue.Product] {
        var products = shipped
        for (id, body) in try map(tree, "products") {
            var product = Catalogue.Product(id: id, name: id)
            for (key, value) in try map(body, "products.\(id)") {
                let path = "products.\(id).\(key)"
                switch key {
                case "name": product.name = try scalar(value, path)
                case "categories": product.categories = try categories(value, path)
                case "default_categories": product.defaultCategories = try categories(value, path)
                default: throw ConfigurationProblem("\(path) is not a setting")
                }
            }
            guard Set(product.defaultCategories).isSubset(of: product.categories) else {
                throw ConfigurationProblem("products.\(id).default_categories has what categories lacks")
            }
            products.removeAll { $0.id == id }
            products.append(product)
        }
        return products
    }

    /// What a plan gives to new members must be a product; the file may name both in any order.
    static func check(_ plans: [Catalogue.Plan], _ products: [Catalogue.Product]) throws(ConfigurationProblem) {
        for plan in plans where !plan.defaultProductID.isEmpty && !products.contains(where: { $0.id == plan.defaultProductID }) {
            throw ConfigurationProblem("plans.\(plan.name).default_product: \(plan.defaultProductID) is no product")
        }
    }

    private static func categories(_ tree: SettingTree, _ path: String) throws(ConfigurationProblem) -> [AdminCategory] {
        var categories: [AdminCategory] = []
        for name in try list(tree, path) {
            guard let category = named(name, "ADMIN_CATEGORY_", AdminCategory.self) else { throw ConfigurationProblem("\(path): \(name) is no category") }
            categories.append(category)
        }
        return categories
    }

    private static func features(_ tree: SettingTree, _ path: String) throws(ConfigurationProblem) -> [Feature] {
        var features: [Feature] = []
        for name in try list(tree, path) {
            guard let feature = named(name, "FEATURE_", Feature.self) else { throw ConfigurationProblem("\(path): \(name) is no feature") }
            features.append(feature)
        }
        return features
    }

    private static func named<Value: WireEnum>(_ name: String, _ prefix: String, _: Value.Type) -> Value? {
        Value.cases.first { $0.1 == prefix + name && $0.0 != 0 }.map { Value(rawValue: $0.0) }
    }

    private static func map(_ tree: SettingTree, _ path: String) throws(ConfigurationProblem) -> [(key: String, value: SettingTree)] {
        guard case .map(let entries) = tree else { throw ConfigurationProblem("\(path) is not a map") }
        return entries
    }

    private static func list(_ tree: SettingTree, _ path: String) throws(ConfigurationProblem) -> [String] {
        guard case .list(let elements) = tree else { throw ConfigurationProblem("\(path) is not a list") }
        var values: [String] = []
        for element in elements { values.append(try scalar(element, path)) }
        return values
    }

    private static func scalar(_ tree: SettingTree, _ path: String) throws(ConfigurationProblem) -> String {
        guard case .scalar(let value) = tree else { throw ConfigurationProblem("\(path) is not a plain value") }
        return value
    }

    private static func number(_ tree: SettingTree, _ path: String) throws(ConfigurationProblem) -> Int32 {
        guard let number = Int32(try scalar(tree, path)), number >= 0 else { throw ConfigurationProblem("\(path) is a number from 0") }
        return number
    }
}
