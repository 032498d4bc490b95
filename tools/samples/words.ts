/** What the slots of the templates are filled with. Persons and organisations are invented; places are real. */

export const FIRST_NAMES = words(`
  Amara Anton Beatriz Bilal Carmen Chidi Clara Daniel Deepa Diego Elena Emil Esther Fatima Felix Freya Gabriel Grace
  Hana Harun Helen Hugo Ines Ingrid Isaac Ivan Jamal Jana Joao Julia Kamal Karin Kofi Laila Lars Leo Lucia Maeve Marco
  Maria Mateo Mina Mohamed Nadia Nikhil Nina Noor Olga Omar Oscar Paula Pedro Petra Quentin Rachel Ravi Rosa Ruth Samir
  Sara Selma Sofia Stefan Tariq Tessa Thabo Tomas Uma Ursula Viktor Wanda Xavier Yara Yusuf Zoe
`);

export const LAST_NAMES = words(`
  Abara Adeyemi Almeida Andersen Aziz Bakker Banerjee Barros Bergman Brandt Calloway Castellan Chowdhury Cordova Dahl
  Delacroix Devlin Dubois Eriksen Espinoza Farouk Fenwick Fischer Galvan Ghosh Haddad Halloran Hartmann Holloway Ibarra
  Ivanov Jansen Kaminski Keller Khalil Kimura Kovacs Lindqvist Lombardi Maddox Mbeki Mendes Moreau Nakamura Ndiaye
  Novak Okafor Oliveira Osman Pereira Petrov Quiroga Rahman Rasmussen Reyes Rossi Sandoval Schneider Serrano Shaw
  Sorensen Tanaka Thorne Toussaint Usman Vargas Vasquez Weber Whitlock Yilmaz Zielinski
`);

export const CITIES = phrases(`
  Accra, Adelaide, Ankara, Antwerp, Athens, Baltimore, Bangkok, Barcelona, Basel, Belfast, Bergen, Berlin, Bogota,
  Bordeaux, Boston, Brisbane, Bristol, Brussels, Bucharest, Budapest, Buenos Aires, Cairo, Calgary, Cape Town,
  Cardiff, Chicago, Cologne, Copenhagen, Dakar, Dallas, Delhi, Denver, Dublin, Edinburgh, Florence, Geneva, Genoa,
  Glasgow, Hamburg, Hanoi, Helsinki, Hong Kong, Houston, Istanbul, Jakarta, Kansas City, Krakow, Kyoto, Lagos, Lima,
  Lisbon, Liverpool, London, Lyon, Madrid, Manchester, Manila, Marseille, Melbourne, Mexico City, Milan, Montreal,
  Mumbai, Munich, Nairobi, Naples, Nice, Oslo, Ottawa, Paris, Perth, Porto, Prague, Quebec, Riga, Rio de Janeiro,
  Rome, Rotterdam, San Diego, Santiago, Seattle, Seoul, Seville, Singapore, Sofia, Stockholm, Sydney, Tallinn, Tokyo,
  Toronto, Tunis, Turin, Valencia, Vancouver, Vienna, Warsaw, Zagreb, Zurich
`);

export const REGIONS = phrases(`
  Arizona, Brazil, Canada, Chile, Costa Rica, Denmark, Egypt, Estonia, Finland, Ghana, Iceland, Japan, Kenya,
  Morocco, New Zealand, Nigeria, Norway, Peru, Sicily, South Korea, Spain, Texas, Uruguay, Vietnam
`);

/** First parts of names of organisations; `ORG_ENDS` follow them. */
export const ORG_STARTS = words(`
  Aldgate Alpenrose Arcadia Ashford Avalon Bellweather Birchfield Blackthorn Bluewater Brightwell Cascade Cedarbrook
  Cloverleaf Copperfield Crestline Driftwood Eastgate Elmhurst Evergreen Fairmont Falconridge Glenmore Goldcrest
  Greystone Harborview Hawthorne Helios Highfield Ironbridge Juniper Kestrel Kingsway Lakeside Larkspur Lighthouse
  Longmeadow Maplewood Meridian Millbrook Moonrise Nordhaven Northgate Oakridge Orchard Osprey Palisade Pinecrest
  Quarry Ravenswood Redwood Ridgeway Riverbend Rosewood Sandpiper Silverline Solstice Southbank Starling Stonebridge
  Sunfield Thistle Tidewater Umbra Valemont Westbrook Whitewater Willowbank Windmere Wolfden Yellowtail Zephyr
`);

export const ORG_ENDS = phrases(`
  Airlines, Analytics, Bank, Biotech, Books, Brewery, Capital, Cement, Chemicals, College, Consulting, Dairy, Electric,
  Energy, Engineering, Foods, Foundation, Foundry, Health, Holdings, Hospital, Hotels, Institute, Insurance, Labs,
  Logistics, Media, Motors, Museum, Networks, Orchestra, Partners, Pharma, Press, Railways, Records, Robotics, Rovers,
  Shipping, Software, Solar, Steel, Studios, Systems, Telecom, Textiles, Theatre, Trust, United, University
`);

/** Abbreviations that are organisations by themselves. */
export const ORG_SHORT = words(
  'ABN ARGO BCX CERA DELTRA EPIQ FENA GMX HALDEN IRIX KELP LUMA MAVEN NEXA ORBIS PRISM QUILL RUNE SABLE TALIA UNICO VERTA',
);

export const MONTHS = words(
  'January February March April May June July August September October November December',
);
export const WEEKDAYS = words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');
export const SEASONS = words('spring summer autumn winter');

/** Things that headlines of both kinds speak of. */
export const TOPICS = phrases(`
  school lunches, night trains, electric buses, public libraries, garden birds, city bikes, flu vaccines, solar roofs,
  rental flats, plastic bags, coffee prices, football tickets, online banking, wild salmon, music festivals, tap water,
  old phones, street markets, grocery stores, sleep trackers, house plants, ferry routes, dental care, video games,
  hiking trails, bread prices, pension funds, second-hand cars, summer jobs, science museums, beach towns, honey bees,
  fire stations, frozen pizza, weather apps, cycle lanes, dog parks, heat pumps, ski resorts, baby names
`);

export const GROUPS = phrases(`
  nurses, teachers, bakers, farmers, pilots, students, gardeners, bus drivers, librarians, firefighters, dentists,
  parents, landlords, fishermen, programmers, waiters, cyclists, museum guides, pharmacists, train conductors,
  musicians, plumbers, lifeguards, vets, hikers, commuters, pensioners, athletes, chefs, electricians
`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function phrases(text: string): readonly string[] {
  return text.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' '));
}
