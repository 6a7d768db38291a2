"""What the demo's members and purchasing team write, in French."""

# Why somebody would like a product.
WHY = (
    "J'en achète toutes les semaines ailleurs, j'aimerais tout trouver à la coop.",
    "Mes enfants n'en veulent pas d'autre.",
    "C'est le meilleur que j'aie goûté, et il est fait à moins de cent kilomètres.",
    "Je suis allergique au lait et il n'y a pas grand-chose pour moi dans ce rayon.",
    "On en a goûté chez des amis, tout le monde en a repris.",
    "Il manque un premier prix dans ce rayon.",
    "Une version bio serait bienvenue.",
    "La recette est courte : pas d'additif, pas d'huile de palme.",
    "Pour les goûters de mes petits-enfants.",
    "Je fais quarante minutes de route pour en acheter, c'est dommage.",
    "Celui que nous avons est souvent en rupture.",
    "Très pratique pour les repas du midi au travail.",
    "Nous étions plusieurs à en parler pendant le service de samedi.",
    "Le producteur livre déjà une coop voisine.",
    "Je cuisine beaucoup avec, et il se garde bien.",
    "Un format familial éviterait beaucoup d'emballage.",
    "C'est de saison et ça changerait.",
    "Sans gluten, et bon malgré tout !",
    "Le rapport qualité-prix est imbattable.",
    "En petite quantité, juste pour essayer ?",
    "J'en prendrais deux ou trois à chaque passage.",
    "Il est équitable et la marque appartient à ses producteurs.",
    "Idéal pour l'apéritif, et bien moins salé que les autres.",
    "Mon médecin me le conseille et je n'en trouve qu'en pharmacie.",
    "",
    "",
    "",
    "",
)

# What people say below somebody's suggestion.
COMMENTS = (
    "Oh oui, très bonne idée !",
    "J'en achète aussi, je suis pour.",
    "Je l'ai goûté l'an dernier, excellent.",
    "Est-ce qu'il existe en plus grand format ?",
    "On a déjà quelque chose d'assez proche en rayon, non ?",
    "Je préfère la version sans sucre, mais celle-ci m'irait aussi.",
    "Attention, le prix a beaucoup augmenté ces derniers mois.",
    "Le même existe en vrac chez notre grossiste.",
    "Je peux demander au producteur, c'est un voisin.",
    "On en vendait il y a deux ans, je n'ai jamais su pourquoi on a arrêté.",
    "Pour ma part je n'en achèterais qu'aux fêtes.",
    "Mes voisins seraient preneurs aussi.",
    "Il faudrait vérifier la provenance.",
    "Merci pour la suggestion, je ne connaissais pas.",
    "Il contient de l'huile de palme, il me semble.",
    "La composition est bonne, j'ai vérifié.",
    "Une autre marque fait la même chose moins cher.",
    "Pourquoi pas, mais le rayon est déjà bien plein.",
    "On pourrait le proposer en commande groupée ?",
    "Il se conserve combien de temps une fois ouvert ?",
    "J'en ai parlé au service de mardi, trois personnes en voudraient.",
    "Je veux bien m'occuper d'appeler le fournisseur.",
    "La consigne serait un vrai plus.",
    "Très bon avec du fromage frais.",
    "Et en plus c'est fait à côté d'ici.",
    "Je soutiens, surtout si c'est bio.",
    "Il y en a de nouveau chez les concurrents, donc c'est disponible.",
    "Je ne savais pas que ça existait, je vote pour.",
)

# What an author adds when others have voted already.
ADDITIONS = (
    "Précision : c'est le paquet de 500 g.",
    "Je pensais à la version bio, mais l'autre me va aussi.",
    "On le trouve chez un grossiste de la région, j'ai vu leur catalogue.",
    "La marque peut changer, c'est surtout le produit qui compte.",
    "Le prix constaté ailleurs est d'environ trois euros.",
    "Il existe aussi en lot de six.",
)

NEXT_ORDER = (
    "Nous le commandons : il arrive avec la prochaine livraison.",
    "Bonne idée : il est sur la prochaine commande.",
    "Notre grossiste le propose, nous en prenons un premier colis.",
)
TO_BE_SOURCED = (
    "Nous aimerions l'avoir aussi et cherchons un fournisseur.",
    "D'accord sur le principe ; il reste à trouver qui nous livre.",
    "Retenue : nous attendons le tarif de deux producteurs.",
)
ASK = (
    "Quelle marque et quel format souhaitez-vous ?",
    "Savez-vous où il se vend aujourd'hui ?",
    "S'agit-il de la version nature ou de la version sucrée ?",
)
PUT_OFF = (
    "Ce n'est pas la saison : nous y reviendrons le moment venu.",
    "Le rayon est plein pour l'instant : nous regarderons de nouveau à cette date.",
    "Le producteur n'a plus de stock avant la prochaine récolte.",
)
REOPEN = ("La situation a changé : elle est de nouveau ouverte aux votes.",)

# Reasons not to keep a suggestion, by the end of their XML id.
NOT_KEPT = {
    "not_available": (
        "Aucun de nos fournisseurs ne l'a, et une livraison pour ce seul produit coûterait trop.",
        "Introuvable chez nos trois grossistes, nous avons redemandé ce mois-ci.",
    ),
    "brand_not_sold": (
        "La marque ne vend pas aux magasins indépendants comme le nôtre. Nous avons demandé.",
        "C'est une marque d'enseigne : elle ne se vend que dans ses propres magasins.",
    ),
    "discontinued": ("Le fabricant nous confirme qu'il n'est plus produit.",),
    "tried": (
        "Nous l'avons essayé : trop peu d'entre nous l'ont acheté, et il a fini périmé.",
        "Essayé au printemps dernier : quatre ventes en deux mois.",
    ),
    "similar": (
        "Nous en avons un semblable : dites-nous s'il ne vous convient pas.",
        "Un produit très proche est déjà en rayon, un peu moins cher.",
    ),
    "no_room": (
        "Il n'y a plus de place dans ce rayon : il faudrait qu'un autre produit s'en aille.",
    ),
    "pack_size": ("Il ne se commande que par colis trop grands pour être vendus avant la date.",),
    "charter": (
        "Il ne correspond pas à la charte d'achat que nous avons votée ensemble.",
        "Avec de l'huile de palme non certifiée, il sort de notre charte d'achat.",
    ),
    "price": (
        "Au prix qu'il faudrait demander, trop peu d'entre nous l'achèteraient.",
        "Notre prix serait d'un tiers au-dessus de celui des grandes surfaces.",
    ),
    "other": ("Nous préférons ne pas ouvrir ce rayon pour l'instant.",),
}

# What is no product, and whom it concerns.
IDEAS = (
    ("Un vélo cargo à emprunter pour les grosses courses", "le groupe Logistique"),
    ("Ouvrir le dimanche après-midi", "le comité d'accueil"),
    ("Un coin lecture près de l'entrée", "le groupe Aménagement"),
    ("Des cours de cuisine avec les invendus", "le groupe Animation"),
    ("Un composteur derrière le magasin", "le groupe Aménagement"),
    ("Afficher les menus de la semaine à l'entrée", "le groupe Communication"),
    ("Une caisse sans attente pour les petits paniers", "le groupe Caisse"),
    ("Des chariots pour enfants", "le groupe Logistique"),
)

OFFENDING = ("Arnaque totale, n'achetez rien ici", "Publicité pour un site de rencontres")
OFFENCE = "Le texte vise une personne de la coop."
OFFENDING_COMMENT = "Franchement, celui qui tient ce rayon ne comprend rien."
