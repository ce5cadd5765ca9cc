// What the company's own directory says today: in real life, an export of the HR system.

struct Employee {
    var email: String
    var givenName: String
    var familyName: String
    var title: String
    var region: String
    /// Leads the account team, and so manages people and settings.
    var leads = false
    /// Sells, and so needs a seat of the product.
    var sells = false
}

enum Directory {
    static let product = "sales_navigator"

    static let today = [
        Employee(email: "nadia.haddad@example.org", givenName: "Nadia", familyName: "Haddad", title: "Head of Sales", region: "EMEA", leads: true, sells: true),
        Employee(email: "bjoern.lindqvist@example.org", givenName: "Björn", familyName: "Lindqvist", title: "Account Executive", region: "EMEA", sells: true),
        Employee(email: "mei.tanaka@example.org", givenName: "芽衣", familyName: "田中", title: "Account Executive", region: "APAC", sells: true),
        Employee(email: "tom.okafor@example.org", givenName: "Tom", familyName: "Okafor", title: "Sales Operations", region: "EMEA"),
    ]

    /// A week later: Tom was promoted, Björn left.
    static var nextWeek: [Employee] {
        today.filter { $0.givenName != "Björn" }.map { employee in
            var employee = employee
            if employee.givenName == "Tom" { employee.title = "Head of Sales Operations" }
            return employee
        }
    }
}
