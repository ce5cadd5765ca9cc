#!/usr/bin/env python3
"""Writes examples/members.csv: the people of an invented maker of measuring instruments.

    python3 examples/make_members.py [COUNT] > examples/members.csv

The same count gives the same file, byte for byte. Nobody in it exists: given and family names are
drawn apart from each other, and every address is at example.com (RFC 2606).
"""
import csv
import random
import sys
import unicodedata

# Region -> share of the staff, given names, family names. A name is written as its bearer writes
# it; the part after "|" is the Latin form for the address where the letters have none of their own.
REGIONS = {
    "France": (14, "Amélie Benoît Chloé Émilie François Gaël Hélène Jérôme Léa Mathéo Noémie Océane Raphaël Sébastien Thaïs Zoé",
               "Bérenger Châtelain Delacroix Fournié Gérard Lefèvre Mélançon Noël Pélissier Rémy Saint-Aubin Thibault Vasseur"),
    "Netherlands": (12, "Anouk Bram Daniël Eefje Femke Gijs Joëlle Jurriën Lotte Maartje Niek Renée Sjoerd Tijmen Zoë",
                    "Bakker van·den·Berg de·Boer Dijkstra Hoogland Jansen Kuipers van·Leeuwen Meijer Postma Ruijter Wiersma Zijlstra"),
    "Poland": (11, "Agnieszka Błażej Dąbrówka Grażyna Jędrzej Kacper Łucja Małgorzata Michał Paweł Rafał Stanisław Świętosława Wojciech Żaneta",
               "Borkowska Dąbrowski Głowacki Jabłoński Kędziora Łukasik Mączka Nowak Pawłowska Sękowski Śliwa Wójcik Zając Żuławski"),
    "Greece": (7, "Αλέξανδρος|alexandros Βασιλική|vasiliki Γιώργος|giorgos Δήμητρα|dimitra Ελένη|eleni Κώστας|kostas Μαρία|maria Νίκος|nikos Σοφία|sofia Χρήστος|christos",
               "Αναγνώστου|anagnostou Βλάχος|vlachos Γεωργίου|georgiou Δημητρίου|dimitriou Καραγιάννης|karagiannis Νικολάου|nikolaou Παππάς|pappas Σταύρου|stavrou"),
    "Japan": (10, "葵|aoi 大翔|hiroto 結衣|yui 蓮|ren 陽菜|hina 悠真|yuma 美咲|misaki 健太|kenta 桜|sakura 翔太|shota 直樹|naoki 恵子|keiko",
              "佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 渡辺|watanabe 伊藤|ito 山本|yamamoto 中村|nakamura 小林|kobayashi 加藤|kato"),
    "Germany": (10, "Anja Björn Clémence Dörte Günter Heike Jörg Käthe Lüder Marlene Rüdiger Sönke Uwe Viktória",
                "Bäcker Döring Fröhlich Größmann Hübner Jäger König Löffler Müller Röttgen Schäfer Strauß Völker Weiß"),
    "Nordics": (8, "Åsa Bjørn Eydís Göran Håkon Ingrid Jürgen Kåre Linnéa Mattias Øystein Søren Þóra Ylva",
                "Ångström Bergström Dahlgård Eklöf Fjeldstad Hägglund Jørgensen Kjær Lindqvist Nyström Ødegård Rønning Sørlie"),
    "United States": (20, "Aaliyah Benjamin Camila Darnell Emily Francisco Grace Hunter Isabella Jamal Katherine Liam Madison Noah Olivia Priya Quentin Rosa Siobhán Tyler",
                      "Adams Brooks Chen Diaz Edwards Foster García Hernández Iyer Johnson Kowalczyk Lopez Mitchell Núñez O'Brien Patel Reyes Smith Tran Williams"),
    "Brazil": (8, "Antônio Beatriz Caíque Débora Eduardo Flávia Gonçalo Helóisa João Letícia Mônica Otávio Renê Tâmara",
               "Araújo Barão Conceição Damião Falcão Gonçalves Guimarães Leitão Magalhães Nóbrega Quintão Simões Vilaça"),
}

# Department -> share of the staff, its head, its team leads, and everybody else's titles.
DEPARTMENTS = {
    "Sales": (34, "Chief Revenue Officer", "Regional Sales Manager",
              ["Account Executive", "Senior Account Executive", "Sales Development Representative", "Key Account Manager"]),
    "Marketing": (10, "Vice President Marketing", "Marketing Team Lead",
                  ["Content Strategist", "Event Coordinator", "Brand Designer", "Social Media Specialist"]),
    "Customer Success": (14, "Vice President Customer Success", "Customer Success Lead",
                         ["Customer Success Partner", "Onboarding Specialist", "Support Engineer"]),
    "Engineering": (24, "Chief Technology Officer", "Engineering Team Lead",
                    ["Firmware Engineer", "Software Engineer", "Senior Software Engineer", "Test Engineer"]),
    "Operations": (9, "Chief Operating Officer", "Plant Supervisor",
                   ["Supply Planner", "Quality Inspector", "Logistics Coordinator"]),
    "Finance": (5, "Chief Financial Officer", "Controller", ["Accountant", "Billing Analyst"]),
    "People": (4, "Chief People Officer", "People Operations Lead", ["Recruiter", "Payroll Specialist"]),
}

COLUMNS = ["invited_email_address", "preferred_first_name", "preferred_last_name", "employee_id", "job_title",
           "department", "region", "manager_email_address", "sales_navigator_license_current_status", "admin_permission", "groups"]

# What Unicode doesn't take apart into a base letter and an accent.
LETTERS = {"ł": "l", "ø": "o", "ß": "ss", "þ": "th", "æ": "ae", "ð": "d"}


def latin(name):
    """The name in the letters of an address: Wójcik → wojcik, van den Berg → vandenberg."""
    folded = "".join(LETTERS.get(c, c) for c in name.lower())
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if c.isascii() and (c.isalnum() or c == "-"))


def names(text):
    for word in text.split():
        native, _, ascii_form = word.partition("|")
        native = native.replace("·", " ")
        yield native, ascii_form or latin(native)


def people(count):
    dice = random.Random("members")
    pool = {region: (list(names(given)), list(names(family))) for region, (_, given, family) in REGIONS.items()}
    taken = set()

    def person(region, department, title, manager, number):
        given, family = (dice.choice(part) for part in pool[region])
        address = stem = f"{given[1]}.{family[1]}"
        again = 2
        while address in taken:
            address, again = f"{stem}{again}", again + 1
        taken.add(address)
        return {"invited_email_address": f"{address}@example.com", "preferred_first_name": given[0],
                "preferred_last_name": family[0], "employee_id": f"E{10000 + number}", "job_title": title,
                "department": department, "region": region, "manager_email_address": manager}

    regions, region_weights = list(REGIONS), [share for share, *_ in REGIONS.values()]
    chief = person("Netherlands", "Executive", "Chief Executive Officer", "", 0)
    rows, heads, leads = [chief], {}, {}
    for department, (_, title, _, _) in DEPARTMENTS.items():
        heads[department] = person(dice.choice(regions), department, title, chief["invited_email_address"], len(rows))
        rows.append(heads[department])
    while len(rows) < count:
        department = dice.choices(list(DEPARTMENTS), [share for share, *_ in DEPARTMENTS.values()])[0]
        region = dice.choices(regions, region_weights)[0]
        _, _, lead_title, titles = DEPARTMENTS[department]
        lead = leads.get((department, region))
        title, manager = (dice.choice(titles), lead) if lead else (lead_title, heads[department])
        row = person(region, department, title, manager["invited_email_address"], len(rows))
        if not lead:
            leads[department, region] = row
        rows.append(row)
    for row in rows:
        licensed = row["department"] == "Sales" or (row["department"] in ("Marketing", "Customer Success") and dice.random() < 0.6)
        leading = row in list(heads.values()) or row is chief or row in list(leads.values())
        groups = [f"{row['department']} {row['region']}"] + (["Team leads"] if leading else [])
        row["sales_navigator_license_current_status"] = "active" if licensed else "inactive"
        row["admin_permission"] = ("admin" if row["department"] == "People" and leading
                                   else "reporting" if leading and licensed else "")
        row["groups"] = ", ".join(groups)
    return rows


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 560
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    sys.stdout.reconfigure(encoding="utf-8")
    out.writeheader()
    out.writerows(people(count))


if __name__ == "__main__":
    main()
