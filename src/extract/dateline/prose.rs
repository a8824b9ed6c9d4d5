//! Words that are written like places and are none: `Update`, `NATO`, `The`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::gazetteer::{is_region, is_town, set};
use crate::extract::date::Tokens;

/// Words that show a text to be something else than a place: labels, kinds of texts,
/// events, organizations.
pub(super) fn is_never_a_place(word: &str) -> bool {
    static LOWER: LazyLock<HashSet<&str>> = LazyLock::new(|| set(OTHERS));
    static UPPER: LazyLock<HashSet<&str>> = LazyLock::new(|| set(ACRONYMS));
    LOWER.contains(word.to_lowercase().as_str()) || UPPER.contains(word)
}

/// Words that open sentences. `The` opens names too: `The Hague`, and in capitals any.
pub(super) fn is_opener(tokens: &Tokens<'_>, at: usize, word: &str) -> bool {
    if word.eq_ignore_ascii_case("the") {
        let name = &tokens.text[tokens.range(at, at + 2)];
        return word != "THE" && !is_town(name) && !is_region(name);
    }
    static LOWER: LazyLock<HashSet<&str>> = LazyLock::new(|| set(OPENERS));
    LOWER.contains(word.to_lowercase().as_str())
}

const OPENERS: &str = "\
a, about, according, after, ahead, also, amid, an, as, at, because, before, between, but, by
despite, during, following, for, from, further, he, here, how, if, in, it, its, last, latest
live, more, no, not, now, of, on, our, please, q, read, regarding, see, she, since, speaking
that, their, there, these, they, this, those, to, today, tomorrow, under, until, upon, we, what
when, where, while, who, why, with, within, yesterday, you, your";

const OTHERS: &str = "\
academy, address, advisory, agency, agenda, alert, announcement, annual, ceo, cfo, assembly, association
award, awards, background, bank, board, breaking, briefing, bulletin, campaign, chair
commission, committee, communique, company, conference, contact, convention, corp, corporation
corrected, correction, council, court, daily, date, deadline, decision, department, document
due, editor, editors, embargo, embargoed, event, exclusive, fact, facts, federation, foundation
fund, group, immediate, immediately, inc, institute, institution, international, interview
introduction, invitation, joint, launch, law, letter, llc, ltd, media, meeting, meetings, memo
minister, ministers, ministry, monthly, news, newsletter, note, notes, notice, observatory
office, official, opinion, organisation, organization, parliament, photo, police, posted
president, press, program, programme, project, publication, publish, published, question
questions, reference, release, released, remarks, report, reporting, resolution, round, seminar
source, speech, spokesperson, statement, story, subject, summary, summit, table, title
training, transcript, treaty, tribunal, university, update, updated, urgent, venue, version
video, views, visit, warning, webinar, week, weekly, workshop, image, images, file, credit
credits, courtesy, post, times, herald, tribune, gazette, journal, foto, fotos, bild, bilder
datum, ort, quelle, quellen, hinweis, sperrfrist, thema, themen, beginn, termin, ministerium
verband, stiftung, universität, fonte, fonti, fuente, fuentes, fecha, lugar, autor, autora, crédit
crédits, photos, imagen, imagem, vidéo, vídeo, actualité, communiqué, comunicado, comunicato
pressemitteilung, pressemeldung, medienmitteilung, redacción, redacció, redaktion, bron, kilde
källa, zdroj, źródło, zdjęcie, izvor, sursa, kaynak, fotoğraf, фото, источник, джерело, извор
дата, автор, видео, φωτογραφία, πηγή";

const ACRONYMS: &str = "\
AI, ASEAN, AU, CERN, CIA, COP, COVID, CSTO, CSO, EBRD, ECB, EFTA, EIB, ESA, EU, EUROPOL, FAO
FAQ, FBI, FDA, FRONTEX, GUAM, HIV, IAEA, ICAO, ICC, ICRC, ICTY, IFC, ILO, IMF, IMO, INTERPOL
IOM, ITU, NASA, NATO, NGO, OCHA, ODIHR, OECD, OHCHR, OPCW, OPEC, OSCE, PDF, SDG, SMM, TBA, UN
UNAIDS, UNDP, UNEP, UNESCO, UNFPA, UNHCR, UNICEF, UNIDO, UNODC, UNRWA, WFP, WHO, WIPO, WTO";
