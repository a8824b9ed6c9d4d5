//! Headings above the portrait of who issues a release, in other languages than English:
//! `Über die Stiftung Marlow`, `О компании «Марлоу»`, `マーロウ財団について`.
//!
//! `Über Nacht` and `Über die Studie` look the same. So the words count where they name what
//! issues releases, or where what stands behind begins with the name: `Marlow ist …`.

use super::words;
use crate::extract::clean;

/// Whether a line is one, `behind` being the beginning of the text that follows it.
pub(super) fn is_headed_by(line: &str, behind: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    if words::is_portrait(line) {
        return true;
    }
    let Some(name) = name_in(line) else {
        return false;
    };
    if words::names_a_thing(name) {
        return false;
    }
    is_called(name) && (words::names_an_issuer(name) || begins_with(behind, name))
}

/// In bytes.
const LONGEST: usize = 160;

/// Whose portrait a line announces.
fn name_in(line: &str) -> Option<&str> {
    let rest = match (words::BEFORE.find(line), words::BEHIND.find(line)) {
        (Some(found), _) => &line[found.end()..],
        (None, Some(found)) => &line[..found.start()],
        (None, None) => return None,
    };
    let rest = words::ARTICLE
        .find(rest)
        .map_or(rest, |found| &rest[found.end()..]);
    let name = rest.trim_matches(|c: char| !c.is_alphanumeric());
    (!name.is_empty()).then_some(name)
}

/// Whether words are a name: none but small ones begin with a small letter, and there are few.
fn is_called(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let small = |word: &&&str| {
        let first = word.chars().find(|c| c.is_alphabetic());
        first.is_some_and(char::is_lowercase) && word.chars().count() > LONGEST_SMALL
    };
    // `O společnosti Marlow`: what it is, in small letters, and its name.
    let lower = words.iter().filter(small).count();
    // `Über 400 Fotos: wo man sie findet` is a headline.
    let is_sentence = name.contains([':', '?', '!']) || name.starts_with(char::is_numeric);
    words.len() <= MOST_WORDS
        && !is_sentence
        && (lower == 0 || (lower <= 2 && words::names_an_issuer(name)))
}

const MOST_WORDS: usize = 9;
/// Articles and prepositions in names, in characters.
const LONGEST_SMALL: usize = 3;

/// Whether a text begins with a name, or has it in its first words; languages change its end.
fn begins_with(text: &str, name: &str) -> bool {
    let opening = clean::folded(clean::cut(text, OPENING));
    let name = clean::folded(name);
    let longest = name
        .split(|c: char| !c.is_alphanumeric())
        .max_by_key(|word| word.chars().count())
        .unwrap_or_default();
    let count = longest.chars().count();
    let is_cased = longest.chars().any(|c| c.to_uppercase().next() != Some(c));
    // Writing without cases bends no names.
    let kept = if is_cased && count > 5 {
        count - 2
    } else {
        count
    };
    let stem: String = longest.chars().take(kept).collect();
    if !is_cased {
        return kept >= 2 && opening.contains(&stem);
    }
    kept >= 3
        && opening
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(&stem))
}

/// In bytes.
const OPENING: usize = 120;

#[cfg(test)]
mod tests {
    use super::is_headed_by;

    #[test]
    fn portraits_are_headed_in_many_languages() {
        for (line, behind) in [
            ("Über uns", ""),
            ("Über die Stiftung Marlow", ""),
            ("Über Marlow", "Marlow ist ein Hafen."),
            ("Über die Marlow AG:", ""),
            ("À propos de la Fondation Marlow", ""),
            ("A propos de Marlow", "Marlow est un port."),
            ("À propos d’Acme", "Acme est une régie."),
            ("Qui sommes-nous ?", ""),
            ("Sobre la Fundación Marlow", ""),
            ("Acerca de Marlow", "Marlow es un puerto."),
            ("Sobre a Marlow", "A Marlow é um porto."),
            ("Informazioni su Marlow", "Marlow è un porto."),
            ("Chi siamo", ""),
            ("Over Marlow", "Marlow is een haven."),
            ("Over de Stichting Marlow", ""),
            ("Om Marlow", "Marlow är en hamn."),
            ("Om stiftelsen Marlow", ""),
            ("Marlow lyhyesti", "Marlow on satama."),
            ("O spółce", ""),
            ("O Fundacji Marlow", "Fundacja Marlow"),
            ("O společnosti Marlow", ""),
            ("Despre Marlow", "Marlow este un port."),
            ("О компании", ""),
            ("О компании «Марлоу»", ""),
            ("О Марлоу", "Марлоу – порт на реке."),
            ("Про компанію Марлоу", ""),
            ("Σχετικά με την Εταιρεία Μάρλοου", ""),
            ("Marlow Vakfı Hakkında", ""),
            ("关于马洛基金会", ""),
            ("关于马洛", "马洛是一个港口。"),
            ("公司简介", ""),
            ("マーロウ財団について", ""),
            ("■会社概要", ""),
            ("【株式会社マーロウについて】", ""),
            ("말로우 재단 소개", ""),
            ("نبذة عن مؤسسة مارلو", ""),
            ("Về công ty Marlow", ""),
        ] {
            assert!(is_headed_by(line, behind), "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for (line, behind) in [
            ("Über die Studie", "Die Studie wurde im Mai gemacht."),
            ("Über den Marlow-Preis", "Der Marlow-Preis wird verliehen."),
            ("Über das Forschungsprojekt", "Das Forschungsprojekt endet."),
            ("Über Nacht", "Die Brücke war offen."),
            ("Über 400 Menschen kamen", "Sie kamen über Nacht."),
            ("Über 260 Millionen Bilder der Stiftung: wo sie liegen", ""),
            ("Über Grenzen hinweg", "Grenzen gibt es viele."),
            ("À propos de l’étude", "L’étude a été faite en mai."),
            ("Sobre el estudio", "El estudio se hizo en mayo."),
            ("Sobre ruedas", "Las ruedas giran."),
            ("Over het onderzoek", "Het onderzoek duurde een jaar."),
            ("Om natten", "Natten är lång."),
            ("O badaniu", "Badanie trwało rok."),
            ("О проекте", "Проект начался в мае."),
            ("За мостом", "Мост открыт."),
            ("調査について", "調査は五月に行われた。"),
            ("新製品について", "新製品は船である。"),
            ("关于调查", "调查于五月进行。"),
            ("Om", "Om natten"),
            ("", ""),
        ] {
            assert!(!is_headed_by(line, behind), "{line}");
        }
    }
}
